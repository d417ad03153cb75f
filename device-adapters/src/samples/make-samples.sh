#!/bin/sh
# Draws the simulated cameras' scenes, or those named, and encodes them; needs a JDK, ffmpeg with libx264 and libx265,
# and the Noto CJK fonts. The results are committed: run this only when a scene changes.
set -eu
cd "$(dirname "$0")"
out=../main/resources/io/sharpeyes/device/simulator
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -d "$classes" java/*.java
mkdir -p "$out"

# A key frame every 1.6 s, no B-frames, one reference: as a camera's encoder does it, and so that the
# loop has no seam. Parameter sets are repeated at each key frame.
draw() { java -cp "$classes" DrawScenes "$1"; }
raw="-f rawvideo -pixel_format bgr24 -video_size 1280x720 -framerate 25/2 -i -"
avc="-c:v libx264 -profile:v main -preset veryslow -tune animation -bf 0 -refs 1 -g 20 -keyint_min 20 -sc_threshold 0 -pix_fmt yuv420p -threads 1"
hevc="-c:v libx265 -preset slower -pix_fmt yuv420p"

h264() { # scene suffix size kbit
  # shellcheck disable=SC2086
  draw "$1" | ffmpeg -v error -y $raw -vf "scale=$3:flags=lanczos,format=yuv420p" $avc \
    -b:v "$4k" -maxrate "$(($4 * 3 / 2))k" -bufsize "$(($4 * 2))k" -f h264 "$out/$1$2.h264"
}

h265() { # scene kbit
  # shellcheck disable=SC2086
  draw "$1" | ffmpeg -v error -y $raw -vf "scale=640x360:flags=lanczos,format=yuv420p" $hevc \
    -x265-params "log-level=error:bframes=0:keyint=20:min-keyint=20:scenecut=0:open-gop=0:repeat-headers=1:info=0:bitrate=$2:vbv-maxrate=$(($2 * 3 / 2)):vbv-bufsize=$(($2 * 2))" \
    -f hevc "$out/$1.h265"
}

for scene in ${*:-school-gate village-junction household-yard shop-at-night field-road river-bridge}; do
  h264 "$scene" "" 640x360 360
  h264 "$scene" -sub 320x180 110
  case "$scene" in field-road | river-bridge) h265 "$scene" 240 ;; esac
done
