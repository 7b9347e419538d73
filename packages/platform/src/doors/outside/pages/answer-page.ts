import type { Context } from 'hono'

import { type OutsideWords, outsideWords } from '../../../core/messages/index.ts'
import type { Markup } from '../../../phases/inform/index.ts'
import type { OutsideFace } from '../face.ts'
import { languageOf } from './language.ts'
import { outsidePage } from './outside-page.ts'

/** What a body is made from. */
export interface PageScene {
  readonly words: OutsideWords
  readonly face: OutsideFace
}

/** Answers with a page in the caller's language. `title` stands before the provider's name. */
export function answerPage(
  c: Context,
  { face: faceNow }: { readonly face: () => OutsideFace },
  page: {
    readonly title: (words: OutsideWords) => string
    readonly body: (scene: PageScene) => Markup
    readonly status?: 200 | 303 | 400 | 404 | 409 | 410 | 413 | 415 | 421 | 422 | 429 | 500 | 503
    /** Where the other language's link leads; default: this address. Undefined for answers to a POST. */
    readonly path?: string
    /** Overrides what the address and the browser say, where a form says it. */
    readonly language?: 'de' | 'en'
  },
): Response {
  const words = outsideWords[page.language ?? languageOf(c)]
  const face = faceNow()
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  const path = page.path ?? (isRead ? c.req.path : undefined)
  const { text } = outsidePage({
    face,
    words,
    title: page.title(words),
    body: page.body({ words, face }),
    ...(path !== undefined && { path }),
  })
  c.header('Vary', 'Accept-Language')
  return c.html(text, page.status ?? 200)
}
