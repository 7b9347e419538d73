import { type Messages, siteWords } from '../../../core/messages/index.ts'
import type { PublicService } from '../../../core/updates/index.ts'
import { momentText } from '../moments.ts'
import { exerciseMark } from '../page.ts'
import type { PageContext } from '../page-context.ts'
import { updatePath } from '../paths.ts'
import type { PublicUpdate } from '../update-view.ts'

/** Entries of a feed; readers that were away longer find the rest in the list. */
const maxEntries = 20
/** Of one service fewer: most updates say nothing of it. */
const maxOfService = 10

/** What the three formats write, each in its own way. */
export interface Feed {
  /** Stays the same for ever: readers know a feed and an entry by it. */
  readonly id: string
  readonly language: 'de' | 'en'
  readonly title: string
  readonly description: string
  readonly author: string
  readonly updated: string
  /** Path of the page that it goes with, and of a format's file, from the site's root. */
  readonly home: string
  readonly entries: readonly FeedEntry[]
  readonly edition: { readonly sequence: number; readonly validUntil: string } | undefined
}

export interface FeedEntry {
  readonly id: string
  readonly title: string
  /** Path of its page from the site's root. */
  readonly page: string
  readonly published: string
  /** Later than published when a correction came. */
  readonly updated: string
  readonly text: string
}

type Shown = Pick<PageContext, 'view' | 'words' | 'edition'>

/** All updates of the incident, newest first. A correction is an entry of its own; what it corrects says so and is newer. */
export function incidentFeed(shown: Shown, caseId: string, home: string): Feed {
  const { view, words } = shown
  return {
    ...frame(shown, `urn:anlauf:${encodeURIComponent(caseId)}:${words.language}`, home),
    title: `${exerciseMark(view, words)}${words.siteTitle(view.provider)}`,
    entries: entriesOf(shown, caseId, view.updates, maxEntries),
  }
}

/** Those updates with which a service changed its state. */
export function serviceFeed(shown: Shown, caseId: string, service: PublicService, home: string): Feed {
  const { view, words } = shown
  const { id, name } = service
  const updates = view.updates.filter(({ impacts }) => impacts.some((impact) => impact.service === id))
  return {
    ...frame(shown, `urn:anlauf:${encodeURIComponent(caseId)}:${words.language}:service:${id}`, home),
    title: `${exerciseMark(view, words)}${name[words.language]} – ${words.siteTitle(view.provider)}`,
    entries: entriesOf(shown, caseId, updates, maxOfService),
  }
}

function frame({ view, words, edition }: Shown, id: string, home: string): Omit<Feed, 'title' | 'entries'> {
  return {
    id,
    language: words.language,
    description: words.description(view.provider),
    author: view.provider,
    updated: view.updates.at(-1)?.at ?? view.declaredAt,
    home,
    edition,
  }
}

function entriesOf(
  { view, words }: Shown,
  caseId: string,
  updates: readonly PublicUpdate[],
  most: number,
): readonly FeedEntry[] {
  return updates
    .toReversed()
    .slice(0, most)
    .map((update) => ({
      id: `urn:anlauf:${encodeURIComponent(caseId)}:${words.language}:${update.number}`,
      title: `${exerciseMark(view, words)}${titleOf(update, words)}: ${momentText(words, view.timeZone, update.at)}`,
      page: updatePath(words, update.number),
      published: update.at,
      updated: correctionTime(view.updates, update) ?? update.at,
      text: textOf(update, words),
    }))
}

function titleOf({ number, corrects }: PublicUpdate, words: Messages): string {
  if (corrects === undefined) return words.update(number)
  return siteWords[words.language].correction(number, corrects.number)
}

function correctionTime(updates: readonly PublicUpdate[], { correctedBy }: PublicUpdate): string | undefined {
  return correctedBy === undefined ? undefined : updates.find(({ number }) => number === correctedBy)?.at
}

/** Who reads only the feed has to learn first that a text does not hold any more. */
function textOf({ text, correctedBy, corrects }: PublicUpdate, words: Messages): string {
  const said = text?.[words.language] ?? words.withheld
  const remark = correctedBy === undefined ? '' : `${words.corrected(correctedBy)}\n\n`
  const why = corrects === undefined ? '' : `\n\n${words.reason} ${corrects.why[words.language]}`
  return `${remark}${said}${why}`
}
