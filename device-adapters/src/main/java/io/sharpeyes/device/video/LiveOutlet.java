package io.sharpeyes.device.video;

/**
 * Where a viewer's pictures go; a WebSocket, for instance. All calls come on the camera's event
 * loop and must not block.
 */
public interface LiveOutlet {

  /**
   * Says that more has been handed on than could be sent. Then pictures are left out up to the next
   * key frame; nothing is kept for later.
   */
  boolean isFull();

  /**
   * A description of what follows: first of all, and again when the camera changes.
   *
   * @param mimeType for {@code MediaSource.addSourceBuffer}, or {@code image/jpeg} (then empty)
   * @param segment the initialization segment; must not be changed
   */
  void onInit(String mimeType, byte[] segment);

  /**
   * A picture: a movie fragment, or a whole JPEG.
   *
   * @param key whether it can be decoded without the ones before it
   * @param bytes must not be changed
   */
  void onPicture(boolean key, byte[] bytes);

  /**
   * Nothing more will come, because the stream was given up; not told after {@link
   * LiveViewer#close()}.
   *
   * @param reason in English, without credentials
   */
  void onEnd(String reason);
}
