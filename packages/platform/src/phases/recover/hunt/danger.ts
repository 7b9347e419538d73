import type { Node } from '@anlauf/repository'

import { endingOf, sniff } from '../../detect/index.ts'
import { powersOf } from '../queue/powers.ts'

/** What is looked at first when everything has to be looked at again. */
export type Danger = 'program' | 'container' | 'other'

/** The order of a hunt: all history of one, newest first, then all history of the next. */
export const dangers: readonly Danger[] = ['program', 'container', 'other']

/** What is known of a file's beginning without reading it, from records of backups: its first 64 bytes. */
export type KnownHead = (node: Node) => Uint8Array | undefined

/**
 * How much a file can do, as far as its path, its rights and the record of its beginning say: it is an order of work,
 * never a verdict. Programs are what starts, is started, opens a door or makes a rule, as the case queue has it;
 * containers are what may hold one: archives, office documents, mail, PDF, web pages, disk images.
 */
export function dangerOf({
  path,
  node,
  head = nothing,
}: {
  path: string
  node: Node
  head?: Uint8Array | undefined
}): Danger {
  const powers = powersOf({
    path,
    mode: node.mode,
    oldMode: undefined,
    head,
    whole: undefined,
    before: undefined,
  })
  if (powers.length > 0) return 'program'
  const type = head.length === 0 ? undefined : sniff(head)?.name
  const isContainer = containers.has(endingOf(path)) || (type !== undefined && containers.has(type))
  return isContainer ? 'container' : 'other'
}

const nothing = new Uint8Array(0)

/** Endings, and what detection calls the types by their beginnings. */
const containers: ReadonlySet<string> = new Set(
  (
    'zip 7z rar tar gz tgz gzip bz2 bzip2 tbz tbz2 xz txz zst zstd lz lz4 lzip cab cpio ar deb rpm arj iso img vhd vhdx ' +
    'vmdk qcow2 dmg wim docx dotx doc dot rtf xlsx xltx xlsb xls xlt pptx potx ppsx ppt pps odt ods odp odg ole2 one ' +
    'onetoc2 msg eml mbox mht mhtml pst ost pdf html htm xhtml svg xml chm hlp swf'
  ).split(' '),
)
