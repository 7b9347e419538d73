/**
 * Feeds and the calendar: the same updates for programs that look by themselves.
 *
 *     updates ─▶ incident · service ─▶ Atom · RSS 2.0 · JSON Feed, per language      promise ─▶ calendar
 *
 * Guarantees: ids never change; a correction is an entry of its own, and the corrected one says so and counts as changed; every
 * feed carries number and validity of its edition.
 * Not guaranteed: that a feed tells more than its newest entries; the list of updates has them all.
 */
import type { PageContext } from '../page-context.ts'
import { feedPaths, homePath, serviceFeedPaths, servicePath } from '../paths.ts'
import { calendarFile } from './calendar.ts'
import { type Feed, incidentFeed, serviceFeed } from './feed.ts'
import { atom, jsonFeed, rss } from './formats.ts'

type Shown = Pick<PageContext, 'view' | 'words' | 'edition'>

/** Every feed and the calendar of one language: path → text. */
export function* feedFiles(shown: Shown, caseId: string): Generator<readonly [string, string]> {
  const { view, words, edition } = shown
  const url = edition?.url
  const inAll = (
    feed: Feed,
    paths: Record<'atom' | 'rss' | 'json', string>,
  ): (readonly [string, string])[] => [
    [paths.atom, atom(feed, { path: paths.atom, url })],
    [paths.rss, rss(feed, { path: paths.rss, url })],
    [paths.json, jsonFeed(feed, { path: paths.json, url })],
  ]
  yield* inAll(incidentFeed(shown, caseId, homePath(words)), feedPaths(words))
  for (const service of view.services) {
    const feed = serviceFeed(shown, caseId, service, servicePath(words, service.id))
    yield* inAll(feed, serviceFeedPaths(words, service.id))
  }
  yield calendarFile(shown)
}
