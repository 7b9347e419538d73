import { RepositoryError } from '../error.ts'
import type { Node } from '../tree/index.ts'

/** A device in the wrong hands is the whole machine. */
export function deviceNotAsked(node: Node): RepositoryError {
  return new RepositoryError('unsupported', `It is a ${node.type}, which is made on request only.`, {
    hint: 'Restore as root with --devices when you trust whoever wrote the backup.',
  })
}

/** Sockets and what nobody knows. */
export function neverMade(node: Node): RepositoryError {
  return new RepositoryError('unsupported', `It is a ${node.type}, which is not recreated.`, {
    hint: 'The service that it belongs to makes it when it starts.',
  })
}

/** What was read again is something else. */
export function notAsStored(): RepositoryError {
  return new RepositoryError('damaged', 'Its content there is not the content of the snapshot.', {
    hint: 'Another program wrote to it, it was kept, or the disk is failing: look at it, then restore it again.',
  })
}

/** The patterns leave nothing. */
export function nothingFits(): RepositoryError {
  return new RepositoryError('invalid-argument', 'Nothing in the snapshot fits what was asked for.', {
    hint: 'List its paths with "anlauf repo ls SNAPSHOT"; a pattern that starts with "/" fits from the root only.',
  })
}
