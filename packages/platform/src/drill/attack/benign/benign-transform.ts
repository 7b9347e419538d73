/** An honest change of one file, of the kinds that detectors of encryption are wont to mistake. */
export interface BenignTransform {
  readonly name: string
  /**
   * The file afterwards; undefined where the transform is not for such a file (text only, pictures only), or where
   * it changes nothing. `path` names the file; equal seeds give equal bytes where the libraries allow it.
   */
  apply(
    bytes: Uint8Array,
    path: string,
    seed: number,
  ): Promise<{ readonly path: string; readonly bytes: Buffer } | undefined>
}
