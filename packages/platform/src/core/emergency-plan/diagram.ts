import { stagesBefore } from './check-stages.ts'
import type { EmergencyPlan, GateFact, Stage } from './model.ts'
import type { Collection } from './selection.ts'
import { wavesOf } from './waves.ts'

const box = { width: 230, height: 74, gapX: 26, gapY: 54, margin: 24, lane: 20 }

/** What is written into the picture beside the stages. */
export interface DiagramWords {
  readonly language: 'de' | 'en'
  readonly each: Readonly<Record<Collection, string>>
  readonly facts: Readonly<Record<GateFact, string>>
  readonly gate: string
  readonly proofs: (count: number) => string
  readonly clock: string
  readonly approve: (quorum: number) => string
}

export const diagramWords: Readonly<Record<'de' | 'en', DiagramWords>> = {
  de: {
    language: 'de',
    each: { tenants: 'je Kunde', services: 'je Dienst', systems: 'je System', datasets: 'je Datenbestand' },
    facts: {
      'isolation-proved': 'getrennt',
      'restore-verified': 'nachgelesen',
      'scan-judged': 'sauber',
      'credentials-reset': 'neue Zugänge',
      'smoke-tested': 'erprobt',
      'claims-consistent': 'ohne Widerspruch',
      'texts-complete': 'Texte vollständig',
    },
    gate: 'Tor',
    proofs: (count) => `${count} Nachweise`,
    clock: 'Frist',
    approve: (quorum) => `${quorum} Personen`,
  },
  en: {
    language: 'en',
    each: {
      tenants: 'each tenant',
      services: 'each service',
      systems: 'each system',
      datasets: 'each data set',
    },
    facts: {
      'isolation-proved': 'cut off',
      'restore-verified': 'read back',
      'scan-judged': 'clean',
      'credentials-reset': 'new credentials',
      'smoke-tested': 'tried',
      'claims-consistent': 'no contradiction',
      'texts-complete': 'texts complete',
    },
    gate: 'gate',
    proofs: (count) => `${count} proofs`,
    clock: 'clock',
    approve: (quorum) => `${quorum} people`,
  },
}

/**
 * A plan as a picture (SVG, no scripts, readable in print and in the dark): stages from top to bottom in the waves in
 * which they may run, arrows from what they need. A list of the same for those who cannot see it is its description.
 */
export function planDiagram(plan: EmergencyPlan, words: DiagramWords): string {
  const waves = wavesOf(plan.stages)
  const widest = Math.max(...waves.map(({ length }) => length))
  const width = 2 * box.margin + widest * (box.width + box.gapX) - box.gapX
  const height = 2 * box.margin + waves.length * (box.height + box.gapY) - box.gapY + 34
  const place = new Map<string, { x: number; y: number }>()
  for (const [row, wave] of waves.entries()) {
    const span = wave.length * (box.width + box.gapX) - box.gapX
    for (const [column, { id }] of wave.entries()) {
      place.set(id, {
        x: (width - span) / 2 + column * (box.width + box.gapX),
        y: box.margin + 34 + row * (box.height + box.gapY),
      })
    }
  }
  const before = stagesBefore(plan.stages)
  const arrows = plan.stages.flatMap((stage) =>
    directNeeds(stage, before).map((need) => arrow(place.get(need), place.get(stage.id))),
  )
  const list = plan.stages
    .map((stage) => `${stage.title[words.language]} (${stage.needs.join(', ') || '–'})`)
    .join('; ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title list" lang="${words.language}">
<title id="title">${escape(plan.front.title[words.language])}</title>
<desc id="list">${escape(list)}</desc>
<style>svg{color-scheme:light dark;font:13px system-ui,sans-serif;--ink:light-dark(#16202b,#e8eef4);--paper:light-dark(#fff,#10161d);--box:light-dark(#eef3f8,#1d2833);--line:light-dark(#6b7a89,#8fa2b5);--gate:light-dark(#8a4b00,#ffb454);--law:light-dark(#a3122a,#ff8a9a)}
.paper{fill:var(--paper)}.box{fill:var(--box);stroke:var(--line)}.gated{stroke:var(--gate);stroke-width:2}.head{font-weight:600;font-size:17px}text{fill:var(--ink)}.small{font-size:11px}.gate{fill:var(--gate)}.law{fill:var(--law)}path{fill:none;stroke:var(--line);stroke-width:1.4}path.far{opacity:.4;stroke-dasharray:5 4}marker path{fill:var(--line);stroke:none}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
<rect class="paper" width="${width}" height="${height}"/>
<text class="head" x="${box.margin}" y="${box.margin + 8}">${escape(plan.front.title[words.language])} · ${escape(plan.front.version)}</text>
${arrows.join('\n')}
${plan.stages.map((stage) => card(stage, place.get(stage.id), words)).join('\n')}
</svg>
`
}

/** A need that another need has already is not drawn twice. */
function directNeeds({ needs }: Stage, before: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  return needs.filter((need) => !needs.some((other) => before.get(other)?.has(need) === true))
}

type Place = { readonly x: number; readonly y: number } | undefined

function arrow(from: Place, to: Place): string {
  if (from === undefined || to === undefined) return ''
  const [x1, y1, x2, y2] = [from.x + box.width / 2, from.y + box.height, to.x + box.width / 2, to.y]
  // What skips waves would otherwise drown what does not.
  const far = y2 - y1 > box.gapY + 1 ? ' class="far"' : ''
  const bend = Math.min(box.gapY, (y2 - y1) / 2)
  return `<path${far} d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2 - 1}" marker-end="url(#tip)"/>`
}

function card(stage: Stage, at: Place, words: DiagramWords): string {
  if (at === undefined) return ''
  const { x, y } = at
  const [first = '', second = ''] = wrapped(stage.title[words.language], 29)
  const quorum = Math.max(
    0,
    ...stage.actions.map((action) => (action.kind === 'approve' ? action.quorum : 0)),
  )
  const law = stage.clocks.find(({ regime }) => regime === 'law')
  const clock = law ?? stage.clocks[0]
  const notes = [
    ...(stage.forEach === undefined ? [] : [words.each[stage.forEach.from]]),
    ...(quorum > 0 ? [words.approve(quorum)] : []),
    ...(clock === undefined ? [] : [`${words.clock} ${clock.duty} ${spanOf(clock.strictHours)}`]),
  ].join(' · ')
  const facts = stage.gate.map((fact) => words.facts[fact]).join(', ')
  const shown = facts.length <= 30 ? facts : words.proofs(stage.gate.length)
  const gate = stage.gate.length === 0 ? '' : `${words.gate}: ${shown}`
  const text = (line: string, dy: number, kind: string): string =>
    line === '' ? '' : `<text class="${kind}" x="${x + 10}" y="${y + dy}">${escape(line)}</text>`
  return `<g><rect class="box${gate === '' ? '' : ' gated'}" x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6"/>${text(first, 19, '')}${text(second, 34, '')}${text(cut(notes, 38), 50, law === undefined ? 'small' : 'small law')}${text(gate, 65, 'small gate')}</g>`
}

function spanOf(hours: number): string {
  return hours < 1 ? `${Math.round(hours * 60)} min` : `${hours} h`
}

function wrapped(text: string, width: number): readonly string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.length <= 2 ? lines : [lines[0] ?? '', cut(lines.slice(1).join(' '), width)]
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
