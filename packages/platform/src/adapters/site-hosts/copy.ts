/** A published copy of a site, wherever it lies. */
export interface PublishedCopy {
  /** For people: a folder or an address. */
  readonly place: string
  /** A file's bytes, or undefined when there is none. More than `most` bytes count as a file that differs: see `TooLong`. */
  read(path: string, most: number, signal?: AbortSignal): Promise<Uint8Array | undefined>
  /** Every path, where the place can say: over HTTP nobody can. */
  list?(): Promise<readonly string[]>
}

/** Stands for a file that is longer than anybody signed; nothing of it is kept. */
export class TooLong extends Uint8Array {}
