import type { Node } from '@anlauf/repository'
import type { Member } from './members.ts'
import type { Group } from './recognise.ts'

/** The bytes of a member up to a limit; undefined when it is larger or cannot be read. */
export type ReadMember = (node: Node, limit: number) => Promise<Buffer | undefined>

/**
 * Looks whether the members of one moment fit each other. Answers what does not fit, undefined when nothing speaks
 * against them. Reads little: it says "these are of one moment", not "every byte is right".
 */
export type GroupCheck = (
  group: Group,
  members: readonly Member[],
  read: ReadMember,
) => Promise<string | undefined>
