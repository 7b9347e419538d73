/** A folder somewhere, as a host of releases needs it; `SftpTree` of the repository library is one. */
export interface Tree {
  read(path: string, most: number): Promise<Uint8Array | 'too-long' | undefined>
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Sizes of all files below a folder by their path from it; empty when there is none. */
  sizes(folder: string): Promise<ReadonlyMap<string, number>>
  rename(from: string, to: string): Promise<void>
  removeTree(folder: string): Promise<void>
  removeFile(path: string): Promise<void>
  linkTarget(path: string): Promise<string | undefined>
  /** Lets a link lead elsewhere, in one step. */
  pointLink(path: string, target: string): Promise<void>
  makeFolder(path: string): Promise<void>
}
