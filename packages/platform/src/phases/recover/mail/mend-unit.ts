import { createHash } from 'node:crypto'

import { decodeName, encodeName, type Node, printName, readFile, type Repository } from '@anlauf/repository'

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
import { keywordLetters, parseMessageName } from './message-name.ts'
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
  const mended: MendedMailbox[] = []
  const boxes = Map.groupBy(roles, ([item, { mailbox }]) => `${item.host}\0${mailbox}`)
  for (const files of boxes.values()) {
    const [first] = files
    if (first === undefined) continue
    const placed = files.filter(([item]) => isClean(unit, item))
    const mails = placed.flatMap(([, { role, name }]) =>
      role === 'message' ? (parseMessageName(name) ?? []) : [],
    )
    const box = { unit: unit.plan.unit, host: first[0].host, mailbox: first[1].mailbox }
    const lists = placed.flatMap(([item, { role }]) => (role === 'uidList' ? [item] : []))
    for (const item of lists) {
      mended.push({ ...box, ...(await mendList(item, mails, { unit, tools, older })) })
    }
    if (lists.length === 0) mended.push({ ...box, ...withoutList(mails, hadList(unit, box)) })
    for (const [item, { role }] of placed) {
      if (role === 'keywords') await mendKeywords(item, mails, { unit, tools, older })
    }
  }
  return mended
}

type Mail = NonNullable<ReturnType<typeof parseMessageName>>

interface Work {
  readonly unit: OpenUnit
  readonly tools: MendTools
  readonly older: OlderVersions
}

type ListOutcome = Omit<MendedMailbox, 'unit' | 'host' | 'mailbox'>

function withoutList(mails: readonly Mail[], hadList: boolean): ListOutcome {
  const { size } = new Set(mails.map(({ base }) => base))
  return {
    ...{ mails: size, kept: 0, fromOlder: 0, withoutUid: size, dropped: 0 },
    uidValidity: null,
    problems: hadList ? ['no clean list of UIDs: clients will fetch the folder anew'] : [],
  }
}

/** A folder that no client ever opened has no list, and misses none. */
function hadList({ plan }: OpenUnit, { host, mailbox }: { host: string; mailbox: string }): boolean {
  const places = new Set(uidListNames.map((name) => `${mailbox}/${name}`))
  return [...plan.items, ...plan.leftOut].some((one) => one.host === host && places.has(one.path))
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

/** One line a Maildir that somebody has to know of, and one for all together; nothing without mail. */
export function mailLines(mended: readonly MendedMailbox[]): string[] {
  if (mended.length === 0) return []
  const sum = (of: (one: MendFigures) => number): number => mended.reduce((all, one) => all + of(one), 0)
  const odd = mended.filter(({ problems }) => problems.length > 0)
  return [
    `Mail: ${sum((one) => one.mails)} mails in ${mended.length} Maildirs; UIDs kept ${sum((one) => one.kept)}, from older lists ${sum((one) => one.fromOlder)}, without ${sum((one) => one.withoutUid)}; ${sum((one) => one.dropped)} entries without a mail dropped.`,
    ...odd.slice(0, shown).map((one) => `    mail  ${printName(one.mailbox)}  ${one.problems.join('; ')}`),
    ...(odd.length > shown ? [`    and ${odd.length - shown} more; --json names them all`] : []),
  ]
}

const shown = 8
