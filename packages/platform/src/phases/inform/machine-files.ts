import { plainText } from '../../core/updates/index.ts'
import type { SiteEdition } from './site-edition.ts'
import type { PublicView } from './public-view.ts'
import { programStatus } from './statuspage.ts'

/** States and figures for programs. A missing promise is `null`; lists are never left out. */
export function statusJson(view: PublicView, now: Date, edition?: SiteEdition): string {
  return json({
    exercise: view.exercise,
    stage: view.stage,
    closed: view.closed,
    declaredAt: view.declaredAt,
    isolatedAt: view.isolatedAt ?? null,
    asOf: view.updates.at(-1)?.asOf ?? view.declaredAt,
    nextUpdateBy: view.nextBy ?? null,
    nextUpdateIsLate: view.nextBy !== undefined && Date.parse(view.nextBy) < now.getTime(),
    generatedAt: now.toISOString(),
    ...(edition && { sequence: edition.sequence, validUntil: edition.validUntil }),
    components: view.services.map((service) => ({
      id: service.id,
      name: service.name,
      status: service.state === 'unknown' ? null : programStatus(service),
      state: service.state,
      customers: service.customers ?? null,
      proof: service.proof ?? null,
    })),
    recovery: view.steps,
    files: view.files,
    bytes: view.bytes,
    filesHeld: view.held,
    filesWithoutIntactBackup: view.lost,
    updates: view.updates.length,
  })
}

/** JSON with one value a line, texts free of characters that deceive. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? plainText(part) : part), 1)}\n`
}
