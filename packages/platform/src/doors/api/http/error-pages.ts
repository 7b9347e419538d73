import { readFile } from 'node:fs/promises'

import type { OpenAPIHono } from '@hono/zod-openapi'

import { AnlaufError } from '../../../core/failure.ts'
import type { ApiEnv } from '../api-env.ts'

const pages = new URL('../../../../../../docs/errors/', import.meta.url)

/** The page of a code, to which every problem points: readable also where the internet is not. */
export function errorPages(app: OpenAPIHono<ApiEnv>): void {
  app.get('/errors/:code{[a-z-]+}', async (c) => {
    const code = c.req.param('code')
    const text = await readFile(new URL(`${code}.md`, pages), 'utf8').catch(() => undefined)
    if (text !== undefined) return c.text(text, 200, { 'Content-Type': 'text/markdown; charset=utf-8' })
    throw new AnlaufError('not-found', `There is no error code "${code}".`, {
      hint: 'docs/errors/README.md lists the codes.',
    })
  })
}
