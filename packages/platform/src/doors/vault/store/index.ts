/**
 * Where the bytes lie: one restic repository per folder below `repositories/`, as stock restic writes it.
 *
 *     chunks ─stage─▶ .incoming-… (fsync) ─publish─▶ link to its name, fsync of the folder ─▶ journal ─▶ answer
 *
 * Guarantees: an object has its name only with all its bytes; a name is never replaced; a crash leaves a working
 * name beside whatever was not answered yet. Needs a file system with hard links.
 * Not guaranteed: that nobody with access to the disk changes files; the journal and its audit show that.
 */
export { findRepositories, incomingFiles, listObjects, namesIn } from './list-objects.ts'
export {
  fileKinds,
  isObjectId,
  isRepositoryPath,
  type ObjectName,
  objectFolder,
  objectPath,
  repositoryFolder,
  tenantOf,
} from './object-path.ts'
export {
  codeOf,
  createRepository,
  removeObject,
  type StagedObject,
  stageObject,
  syncFolder,
} from './stage-object.ts'
