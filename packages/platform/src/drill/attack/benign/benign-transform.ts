/** A file after an honest change: its name, which may be new, and its content. */
export interface ChangedFile {
  readonly path: string
  readonly bytes: Buffer
}

/** An honest change of one file, of the kinds that detectors of encryption are wont to mistake. */
export interface BenignTransform {
  readonly name: string
  /**
   * The file afterwards; undefined where the transform is not for such a file (text only, pictures only), where the
   * file is damaged, or where nothing changes. Equal seeds give equal bytes where the libraries allow it.
   */
  apply(bytes: Uint8Array, path: string, seed: number): Promise<ChangedFile | undefined>
}

/** A transform that keeps the name. `change` gives undefined for files it is not for; what throws is damaged. */
export function changing(
  name: string,
  change: (bytes: Buffer, path: string, seed: number) => Promise<Buffer | undefined> | Buffer | undefined,
): BenignTransform {
  return {
    name,
    async apply(before, path, seed) {
      const bytes = Buffer.from(before)
      if (bytes.length === 0) return undefined
      const changed = await attempt(() => change(bytes, path, seed))
      return changed === undefined || changed.equals(before) ? undefined : { path, bytes: changed }
    },
  }
}

/** The same for a transform that leaves the file under another name. */
export function renaming(
  name: string,
  rename: (path: string) => string,
  change: (bytes: Buffer, path: string, seed: number) => Promise<Buffer | undefined> | Buffer | undefined,
): BenignTransform {
  return {
    name,
    async apply(before, path, seed) {
      const bytes = Buffer.from(before)
      const changed = bytes.length === 0 ? undefined : await attempt(() => change(bytes, path, seed))
      return changed === undefined ? undefined : { path: rename(path), bytes: changed }
    },
  }
}

/** Libraries throw at damaged files; honest programs then leave them as they are. */
async function attempt(
  change: () => Promise<Buffer | undefined> | Buffer | undefined,
): Promise<Buffer | undefined> {
  try {
    return await change()
  } catch {
    return undefined
  }
}
