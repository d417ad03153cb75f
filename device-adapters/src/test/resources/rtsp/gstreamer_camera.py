"""A camera made of GStreamer's RTSP server, which shares no code with ours.

Mounts /h264 and /h265. With user and password, it asks for them by digest. Prints PORT <number>
when it listens, CONNECTED for every connection, PASSWORD for every DESCRIBE with a password, and
ends when its input ends.
"""
import os
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

SOURCE = "videotestsrc is-live=true ! video/x-raw,format=I420,width=640,height=360,framerate=15/1 ! "
MOUNTS = {
    "/h264": SOURCE + "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15"
    " ! video/x-h264,profile=baseline ! rtph264pay name=pay0 pt=96 config-interval=-1",
    "/h265": SOURCE + "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=15"
    " ! rtph265pay name=pay0 pt=97 config-interval=-1",
}


def say(line):
    print(line, flush=True)


def require_password(server, user, password):
    auth = GstRtspServer.RTSPAuth.new()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    auth.add_digest(user, password, token)
    server.set_auth(auth)


def add_mount(mounts, path, pipeline, protected):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch("( " + pipeline + " )")
    factory.set_shared(True)
    if protected:
        role = Gst.Structure.new_from_string(
            "viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
        )
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_role_from_structure(role)
        factory.set_permissions(permissions)
    mounts.add_factory(path, factory)


def on_describe(_client, context):
    has_password, _ = context.request.get_header(GstRtsp.RTSPHeaderField.AUTHORIZATION, 0)
    if has_password == GstRtsp.RTSPResult.OK:
        say("PASSWORD")
    return GstRtsp.RTSPStatusCode.OK


def on_client(_server, client):
    say("CONNECTED")
    client.connect("pre-describe-request", on_describe)


def main():
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(sys.argv[3] if len(sys.argv) > 3 else os.environ.get("RTSP_PORT", "0"))
    protected = len(sys.argv) > 2
    if protected:
        require_password(server, sys.argv[1], sys.argv[2])
    for path, pipeline in MOUNTS.items():
        add_mount(server.get_mount_points(), path, pipeline, protected)
    server.connect("client-connected", on_client)
    server.attach(None)
    say("PORT %d" % server.get_bound_port())
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


main()
