import type { ContentKind } from '../../messages/index.ts'
import { parseDraftFile } from '../draft-file.ts'
import type { Draft } from '../draft.ts'
import { templateFile } from './template-file.ts'

const later = (now: number, hours: number): string => new Date(now + hours * 3_600_000).toISOString()

/** What somebody would write into each slot, so that a template says something that may be said. */
function fillings(kind: ContentKind, now: number): readonly (readonly [slot: RegExp, text: string])[] {
  return [
    [/^as-of: .*$/m, `as-of: ${later(now, -0.2)}`],
    [/^next-by: .*$/m, `next-by: ${later(now, 4)}`],
    [/^review-by: .*$/m, `review-by: ${later(now, 48)}`],
    [/^good-until: .*$/m, `good-until: ${later(now, 24 * 300)}`],
    [/^topic: .*$/m, 'topic: layered-backups'],
    [/^service: .*$/m, 'service: mail'],
    [/^scope: .*$/m, 'scope: subset'],
    [/^page: .*$/m, 'page: https://status.elsewhere.example/'],
    [
      /^\{\?service\}.*$/m,
      `directory ${later(now, 24)} ${later(now, 30)} confirmed\nmail ${later(now, 30)} ${later(now, 40)} tentative`,
    ],
    [/\{\?[^{}]*(?:Telefon|phone|Nummer|number)[^{}]*\}/g, '+49 30 23125 100'],
    [/\{\?(?:Zeit mit Zone|time with zone)\}/g, '2026-04-01 12:00 UTC'],
    [/\{\?(?:Domänen der Absender|sender domains)\}/g, 'elsewhere.example'],
    [/\{\?(?:Dateiarten|file types)[^{}]*\}/g, '.one, .iso'],
    [
      /\{\?[^{}]*(?:Den Stand Ihrer|We tell each)[^{}]*\}/g,
      kind === 'released' ? 'einzeln, individually' : '',
    ],
    [/\{\?[^{}]*\{claim:NAME\}[^{}]*\}/g, '{claim:outflow}'],
  ]
}

/** The template of a kind as a person would hand it in; `{?…}` that are left get a plain sentence. */
export function filledTemplate(
  kind: ContentKind,
  now: number,
  text = 'So ist es.',
  update: string = kind,
): Draft {
  return parseDraftFile(update, filledFile(kind, now, text))
}

export function filledFile(kind: ContentKind, now: number, text: string): string {
  const known = fillings(kind, now).reduce((file, [slot, by]) => file.replace(slot, by), templateFile(kind))
  return known.replaceAll(/\{\?[^{}]*\}/g, () => text)
}
