"""Cameras for PreRecordStreams: one picture source of 1.5 Mbit/s that any number may look at.

GStreamer's RTSP server, which shares no code with ours. Prints PORT <number> when it listens, and
ends when its input ends.
"""
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

# Snow, so that the encoder needs all of its bit rate.
PIPELINE = (
    "( videotestsrc is-live=true pattern=snow ! video/x-raw,format=I420,width=640,height=360,"
    "framerate=15/1 ! x264enc tune=zerolatency speed-preset=ultrafast bitrate=1500 key-int-max=30"
    " ! video/x-h264,profile=baseline ! rtph264pay name=pay0 pt=96 config-interval=-1 )"
)


def main():
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(PIPELINE)
    factory.set_shared(True)
    server.get_mount_points().add_factory("/camera", factory)
    server.attach(None)
    print("PORT", server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


main()
