import type { Messages } from '../../core/messages/index.ts'
import type { SiteEdition } from './site-edition.ts'
import type { PublicView } from './public-view.ts'
import type { PageLinks } from './paths.ts'

/** What every page is made from. `now` is when the site is made: it decides only whether a promise is overdue. */
export interface PageContext {
  readonly view: PublicView
  readonly words: Messages
  readonly now: Date
  readonly links: PageLinks
  /** Number and validity of a signed copy; a site that is only looked at has none. */
  readonly edition?: SiteEdition | undefined
}
