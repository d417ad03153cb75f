"""Writes the RTP packets of an encoded file as a payloader sends them.

usage: capture-rtp.py ffmpeg  INPUT OUTPUT
       capture-rtp.py gst     INPUT OUTPUT "PARSER ! PAYLOADER options"

The output holds each packet behind its length in two bytes, big-endian. It needs ffmpeg, or
GStreamer's Python binding (run it with the system's python3).
"""
import os
import socket
import struct
import subprocess
import sys


def from_ffmpeg(source):
    rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    rtp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
    while True:
        rtp.bind(("127.0.0.1", 0))
        port = rtp.getsockname()[1]
        if port % 2 == 0:
            break
        rtp.close()
        rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    rtp.settimeout(2)
    sender = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-re", "-i", source, "-c", "copy", "-an",
         "-payload_type", "96", "-ssrc", "4660", "-seq", "65500",
         "-f", "rtp", f"rtp://127.0.0.1:{port}?pkt_size=700"],
        stdout=subprocess.DEVNULL)
    packets = []
    try:
        while True:
            packets.append(rtp.recv(65536))
    except socket.timeout:
        sender.wait()
    return packets


def from_gstreamer(source, payloader):
    import gi
    gi.require_version("Gst", "1.0")
    from gi.repository import Gst
    Gst.init(None)
    pipeline = Gst.parse_launch(
        f"filesrc location={source} ! {payloader} pt=96 ssrc=4660 seqnum-offset=65500"
        " timestamp-offset=4294900000 ! appsink name=out sync=false")
    pipeline.set_state(Gst.State.PLAYING)
    out = pipeline.get_by_name("out")
    packets = []
    while True:
        sample = out.emit("pull-sample")
        if sample is None:
            break
        buffer = sample.get_buffer()
        packets.append(buffer.extract_dup(0, buffer.get_size()))
    pipeline.set_state(Gst.State.NULL)
    return packets


how, source, target = sys.argv[1:4]
captured = from_ffmpeg(source) if how == "ffmpeg" else from_gstreamer(source, sys.argv[4])
with open(target, "wb") as file:
    for packet in captured:
        file.write(struct.pack(">H", len(packet)) + packet)
print(os.path.basename(target), len(captured), "packets")
