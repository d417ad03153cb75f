package io.sharpeyes.benchmarks;

/** Something that keeps streams of cameras open. */
interface StreamReader extends AutoCloseable {

  /** Cameras that have sent pictures. */
  int open();

  /** Bytes of pictures so far. */
  long bytes();

  /** Packets or pictures lost, and streams that broke, so far. */
  long lost();

  /** The shortest ring, seconds; 0 if nothing is kept. */
  double ringS();

  @Override
  void close();
}
