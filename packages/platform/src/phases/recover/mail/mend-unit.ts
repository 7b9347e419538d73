import { createHash } from 'node:crypto'

import { decodeName, encodeName, type Node, readFile, type Repository } from '@anlauf/repository'

import { type JournalEntry, outcomeKey } from '../journal.ts'
import { judgeBatch, type JudgeCounts, type Judges } from '../judge-batch.ts'
import type { OpenUnit } from '../open-unit.ts'
import { removePlaced } from '../placed.ts'
import type { PlanItem } from '../plan.ts'
import type { Quarantine } from '../quarantine.ts'
import { settleContent } from '../settle.ts'
import {
  completeKeywords,
  type KeywordList,
  maxKeywordBytes,
  parseKeywords,
  printKeywords,
} from './keyword-list.ts'
import { type MendFigures, mendUidList } from './mend-uid-list.ts'
import { keywordLetters, type MessageName, parseMessageName } from './message-name.ts'
import { type OlderVersions, olderVersions } from './older-versions.ts'
import { uidListNames } from './mailbox-files.ts'
import { rolesOf } from './plan-mail.ts'
import { freeUid, maxListBytes, maxUid, parseUidList, printUidList, type UidList } from './uid-list.ts'

/** What became of one Maildir of a unit. */
export interface MendedMailbox extends MendFigures {
  readonly unit: string
  readonly host: string
  readonly mailbox: string
  readonly uidValidity: number | null
  /** What clients will notice, or a person has to know. */
  readonly problems: readonly string[]
}

export interface MendTools extends Judges {
  readonly repository: Repository
  readonly quarantine: Quarantine
  readonly counts: JudgeCounts
  readonly signal: AbortSignal | undefined
}

/** Reason in the manifest of a file that was written anew from what was restored. */
export const mendedReason = 'mended'

/**
 * Makes the lists of every Maildir of a unit agree with the mails that were restored: after the last file, before
 * the manifest. A mended list is content like any other: judged by the same engine, published in one step, written
 * into the journal, hashed in the manifest under the reason `mended`; what the engine objects to is sealed and the
 * list is missing. Computed from the repository, not from the clean room, so that the same plan and outcomes give
 * the same bytes however often a run is continued.
 */
export async function mendUnitMail(unit: OpenUnit, tools: MendTools): Promise<readonly MendedMailbox[]> {
  const roles = rolesOf(unit.plan.items)
  const older = olderVersions(tools.repository, tools.signal)
  const listed = boxesWithList(unit)
  const mended: MendedMailbox[] = []
  const boxes = Map.groupBy(roles, ([item, { mailbox }]) => boxKey(item.host, mailbox))
  for (const files of boxes.values()) {
    const [first] = files
    if (first === undefined) continue
    const placed = files.filter(([item]) => isClean(unit, item))
    const mails = placed.flatMap(([{ size }, { role, name }]): Mail[] => {
      const parsed = role === 'message' ? parseMessageName(name) : undefined
      return parsed === undefined ? [] : [{ ...parsed, isOtherSize: (parsed.size ?? size) !== size }]
    })
    const box = { unit: unit.plan.unit, host: first[0].host, mailbox: first[1].mailbox }
    const odd = mails.filter(({ isOtherSize }) => isOtherSize).length
    const sizes = odd === 0 ? [] : [`${odd} mails have another size than their names say`]
    const add = (one: ListOutcome): void => {
      mended.push({ ...box, ...one, problems: [...one.problems, ...sizes] })
    }
    const lists = placed.flatMap(([item, { role }]) => (role === 'uidList' ? [item] : []))
    for (const item of lists) {
      add(await mendList(item, mails, { unit, tools, older }))
    }
    if (lists.length === 0) add(withoutList(mails, listed.has(boxKey(box.host, box.mailbox))))
    for (const [item, { role }] of placed) {
      if (role === 'keywords') await mendKeywords(item, mails, { unit, tools, older })
    }
  }
  return mended
}

interface Mail extends MessageName {
  /** Another size than the name promises: cut short, or changed. */
  readonly isOtherSize: boolean
}

interface Work {
  readonly unit: OpenUnit
  readonly tools: MendTools
  readonly older: OlderVersions
}

type ListOutcome = Omit<MendedMailbox, 'unit' | 'host' | 'mailbox'>

function withoutList(mails: readonly Mail[], hadList: boolean): ListOutcome {
  const { size } = new Set(mails.map(({ base }) => base))
  return {
    mails: size,
    kept: 0,
    fromOlder: 0,
    withoutUid: size,
    dropped: 0,
    uidValidity: null,
    problems: hadList ? ['no clean list of UIDs: clients will fetch the folder anew'] : [],
  }
}

/** A folder that no client ever opened has no list, and misses none. */
function boxesWithList({ plan }: OpenUnit): ReadonlySet<string> {
  const lists = [...plan.items, ...plan.leftOut].filter(({ path }) =>
    uidListNames.some((name) => path.endsWith(`/${name}`)),
  )
  return new Set(lists.map(({ host, path }) => boxKey(host, path.slice(0, path.lastIndexOf('/')))))
}

function boxKey(host: string, mailbox: string): string {
  return `${host}\0${mailbox}`
}

async function mendList(item: PlanItem, mails: readonly Mail[], work: Work): Promise<ListOutcome> {
  const bases = new Set(mails.map(({ base }) => base))
  const text = await contentOf(work.tools.repository, item, maxListBytes)
  const parsed = text === undefined ? undefined : parseUidList(text)
  if (parsed === undefined) {
    return { ...withoutList(mails, false), problems: ['its list of UIDs cannot be read'] }
  }
  const older = await olderLists(item, parsed.list, bases, work)
  const { list, figures, problems } = mendUidList(parsed.list, older, bases)
  const isWritten = await publish(item, encodeName(printUidList(list)), work)
  return {
    ...figures,
    uidValidity: list.uidValidity,
    problems: [
      ...(parsed.unreadable === 0 ? [] : [`its list of UIDs has ${parsed.unreadable} lines that are none`]),
      ...problems,
      ...(isWritten ? [] : ['its mended list of UIDs was not judged clean and is not there']),
    ],
  }
}

/** What older lists know of mails that the newest does not name; nothing is read when it names all. */
async function olderLists(
  item: PlanItem,
  newest: UidList,
  bases: ReadonlySet<string>,
  { older }: Work,
): Promise<readonly UidList[]> {
  const listed = new Set(newest.records.map(({ base }) => base))
  const missing = new Set([...bases].filter((base) => !listed.has(base)))
  const lists: UidList[] = []
  if (missing.size === 0) return lists
  for await (const bytes of older(item, maxListBytes)) {
    const list = parseUidList(decodeName(bytes))?.list
    if (list === undefined || list.uidValidity !== newest.uidValidity) continue
    const nextUid = Math.min(freeUid(list), maxUid)
    const records = list.records.filter(({ base }) => missing.has(base))
    for (const { base } of records) missing.delete(base)
    lists.push({ ...list, nextUid, records })
    if (missing.size === 0) break
  }
  return lists
}

async function mendKeywords(item: PlanItem, mails: readonly Mail[], work: Work): Promise<void> {
  const used = new Set(mails.flatMap(({ flags }) => keywordLetters(flags)))
  const text = await contentOf(work.tools.repository, item, maxKeywordBytes)
  if (text === undefined) return
  const newest = parseKeywords(text)
  if ([...used].every((letter) => newest.has(letter))) return
  const older: KeywordList[] = []
  for await (const bytes of work.older(item, maxKeywordBytes)) older.push(parseKeywords(decodeName(bytes)))
  const complete = completeKeywords(newest, older, used)
  if (complete.size > newest.size) await publish(item, encodeName(printKeywords(complete)), work)
}

/** Judges and publishes generated bytes in an item's place, unless they lie there; false when they may not. */
async function publish(item: PlanItem, bytes: Buffer, { unit, tools }: Work): Promise<boolean> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const known = unit.journal.entries.get(outcomeKey(item))?.outcome
  if (known?.kind === 'clean' && known.line.sha256 === sha256) return true
  const [verdict] = await judgeBatch(tools, [{ key: sha256, bytes }], tools.counts)
  if (verdict === undefined) return false
  // Nothing that the journal does not know may lie in the place while the list is exchanged.
  unit.journal.forget([outcomeKey(item)])
  removePlaced(unit.folder, item)
  const { unit: id } = unit.plan
  const content = {
    key: sha256,
    blobs: [],
    size: bytes.length,
    items: [{ unit: id, item: { ...item, size: bytes.length } }],
  }
  const settled = await settleContent(
    { content, sha256, verdict, from: bytes },
    new Map([[id, unit]]),
    tools.quarantine,
  )
  unit.journal.append(settled.map(({ entry }) => asMended(entry)))
  return settled.every(({ entry }) => entry.outcome.kind === 'clean')
}

function asMended(entry: JournalEntry): JournalEntry {
  const { outcome } = entry
  if (outcome.kind !== 'clean') return entry
  return { ...entry, outcome: { ...outcome, line: { ...outcome.line, reason: mendedReason } } }
}

async function contentOf(
  repository: Repository,
  { content, size }: PlanItem,
  maxBytes: number,
): Promise<string | undefined> {
  if (size > maxBytes) return undefined
  const pieces: Buffer[] = []
  for await (const piece of readFile(repository, { content, size } as Partial<Node> as Node))
    pieces.push(piece)
  return decodeName(Buffer.concat(pieces))
}

function isClean({ journal }: OpenUnit, item: PlanItem): boolean {
  return journal.entries.get(outcomeKey(item))?.outcome.kind === 'clean'
}
