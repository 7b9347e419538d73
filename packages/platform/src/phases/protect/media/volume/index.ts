/**
 * What one medium looks like: a plain tar archive in records of 256 KiB.
 *
 *     readme · label · config keys snapshots index · directories · packs … · sums · catalogue · seal
 *
 * Guarantees: unpacking every volume of a set into one folder with tar gives a repository that stock restic opens;
 * no file spans two volumes; every file but the config is named by its SHA-256, the config's stands in the
 * catalogue; nothing read from a medium becomes a path unless it is one of these.
 * Not guaranteed: secrecy beyond the repository's own: ids, sizes and the number of snapshots are readable.
 */
export { archivedBytes, archiveEnd, archiveFile, type Header, readHeader, recordBytes } from './archive.ts'
export {
  type CatalogueEntry,
  catalogueWriter,
  lineBytes,
  readCatalogue,
  sha256,
  sumsOf,
} from './catalogue.ts'
export { decodeLabel, encodeLabel, isCount, type Label, parseObject } from './label.ts'
export {
  isSetName,
  ownPath,
  type OwnPart,
  parsePath,
  type StoredFile,
  type StoredKind,
  storedPath,
  volumeName,
} from './place.ts'
export { decodeSeal, encodeSeal, type Seal } from './seal.ts'
