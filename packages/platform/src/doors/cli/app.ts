import type { Application } from '@stricli/core'

import { application, type Chapter } from './application.ts'
import type { AnlaufContext } from './context.ts'

/** How a chapter is loaded. */
export type ChapterLoader = () => Promise<Chapter>

/** The chapters in the order of the help. Each is read when it is asked for: all of them are 0.85 s of computing. */
const chapters = {
  up: async () => (await import('./up.ts')).up,
  signIn: async () => (await import('./sign-in/routes.ts')).signInRoutes,
  estate: async () => (await import('./estate/routes.ts')).estateRoutes,
  plan: async () => (await import('./plan/routes.ts')).planRoutes,
  repo: async () => (await import('./repo/routes.ts')).repoRoutes,
  detect: async () => (await import('./detect/routes.ts')).detectRoutes,
  case: async () => (await import('./case/routes.ts')).caseRoutes,
  clocks: async () => (await import('./clocks/routes.ts')).clocksRoutes,
  duty: async () => (await import('./duty/routes.ts')).dutyRoutes,
  fact: async () => (await import('./facts/routes.ts')).factRoutes,
  recover: async () => (await import('./recover/routes.ts')).recoverRoutes,
  scan: async () => (await import('./scan/routes.ts')).scanRoutes,
  evidence: async () => (await import('./evidence/routes.ts')).evidenceRoutes,
  inform: async () => (await import('./inform/routes.ts')).informRoutes,
  notice: async () => (await import('./notice/routes.ts')).noticeRoutes,
  call: async () => (await import('./call/routes.ts')).callRoutes,
  site: async () => (await import('./site/routes.ts')).siteRoutes,
  outside: async () => (await import('./outside/routes.ts')).outsideRoutes,
  inquiry: async () => (await import('./inquiry/routes.ts')).inquiryRoutes,
  statement: async () => (await import('./statement/routes.ts')).statementRoutes,
  subscription: async () => (await import('./subscription/routes.ts')).subscriptionRoutes,
  webhook: async () => (await import('./webhook/routes.ts')).webhookRoutes,
  vault: async () => (await import('./vault/routes.ts')).vaultRoutes,
  media: async () => (await import('./media/routes.ts')).mediaRoutes,
  protect: async () => (await import('./protect/routes.ts')).protectRoutes,
  worker: async () => (await import('./recover/distribute/worker.ts')).workerCommand,
} satisfies Readonly<Record<string, ChapterLoader>>

/**
 * The command line for these inputs: the chapter that they name, or all when they name none (help, a mistyped word).
 * Chapters that doors may not know (the drill plays on the doors themselves) come in as an argument.
 */
export async function openApp(
  inputs: readonly string[],
  more: Readonly<Record<string, ChapterLoader>>,
): Promise<Application<AnlaufContext>> {
  const known: Readonly<Record<string, ChapterLoader>> = { ...chapters, ...more }
  const named = (inputs[0] ?? '').replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const wanted = Object.entries(known).filter(([name]) => name === named)
  const loading = (wanted.length > 0 ? wanted : Object.entries(known)).map(
    async ([name, load]) => [name, await load()] as const,
  )
  return application(Object.fromEntries(await Promise.all(loading)))
}
