/** A program's way to keep one file behind a password: valid for the program, and opened again with it. */
export interface Container {
  readonly name: string
  /** Ending that the program gives. */
  readonly ending: string
  /** `name` is the file's own; `seed` stands for salts and vectors, so that equal calls give equal bytes. */
  readonly seal: (plain: Uint8Array, file: { name: string; password: string; seed: string }) => Buffer
  /** The exact reverse for what `seal` made. */
  readonly open: (sealed: Buffer, password: string) => Buffer
}
