package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.RtspClient;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/** What all cameras' streams share. */
record StreamContext(
    Vertx vertx,
    RtspClient client,
    StreamSettings settings,
    RingMemory ringMemory,
    KeyFrameJpeg jpeg,
    WorkerExecutor clipWriters,
    Semaphore openSlots,
    InstantSource clock,
    StreamListener listener) {}
