#!/bin/sh
# Makes the streams in this folder anew: synthetic test pictures only, nobody and nothing real.
# Needs ffmpeg with libx264 and libx265, and GStreamer with Python (/usr/bin/python3).
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pictures="testsrc2=size=320x180:rate=10,format=yuv420p"

# Baseline, two slices a picture, a key frame every second: what simple cameras send.
ffmpeg -v error -y -f lavfi -i "$pictures" -t 4 -c:v libx264 -preset veryfast -profile:v baseline \
  -b:v 100k -g 10 -sc_threshold 0 -x264-params slices=2:aud=1 -f h264 baseline.h264
# High profile with B pictures: shown in another order than decoded.
ffmpeg -v error -y -f lavfi -i "$pictures" -t 4 -c:v libx264 -preset medium -profile:v high \
  -b:v 80k -g 20 -bf 3 -sc_threshold 0 "$work/bframes.mp4"
ffmpeg -v error -y -i "$work/bframes.mp4" -c copy -bsf:v h264_mp4toannexb -f h264 bframes.h264
# H.265 with open groups of pictures (CRA and RASL).
ffmpeg -v error -y -f lavfi -i "$pictures" -t 4 -c:v libx265 -preset veryfast -b:v 80k \
  -x265-params log-level=error:keyint=20:min-keyint=20:open-gop=1:bframes=3:scenecut=0 \
  -tag:v hvc1 "$work/open.mp4"
ffmpeg -v error -y -i "$work/open.mp4" -c copy -bsf:v hevc_mp4toannexb -f hevc open.h265
# The same size without B pictures: the parameter sets differ, so it serves as a change under way.
ffmpeg -v error -y -f lavfi -i "testsrc2=size=256x144:rate=10,format=yuv420p" -t 2 -c:v libx264 \
  -preset veryfast -profile:v main -bf 0 -b:v 60k -g 10 -f h264 smaller.h264

capture="/usr/bin/python3 capture-rtp.py"
ffmpeg -v error -y -r 10 -i baseline.h264 -c copy "$work/baseline.mp4"
$capture ffmpeg "$work/baseline.mp4" baseline-ffmpeg.rtp
$capture ffmpeg "$work/bframes.mp4" bframes-ffmpeg.rtp
$capture ffmpeg "$work/open.mp4" open-ffmpeg.rtp
ffmpeg -v error -y -r 10 -i smaller.h264 -c copy "$work/smaller.mp4"
$capture gst "$work/baseline.mp4" baseline-gstreamer.rtp \
  "qtdemux ! h264parse ! rtph264pay mtu=500 aggregate-mode=zero-latency config-interval=-1"
$capture gst "$work/smaller.mp4" smaller-gstreamer.rtp \
  "qtdemux ! h264parse ! rtph264pay mtu=1200 aggregate-mode=none config-interval=-1"
$capture gst "$work/open.mp4" open-gstreamer.rtp \
  "qtdemux ! h265parse ! rtph265pay mtu=500 aggregate-mode=max config-interval=-1"
