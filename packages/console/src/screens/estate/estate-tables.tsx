import type { ReactNode } from 'react'

import type { EstateShape } from '../../api/shapes.ts'
import { CsvButton } from '../../parts/csv-button.tsx'
import { count } from '../../words/format.ts'
import { useLanguage, useWords } from '../../words/language.tsx'
import { estateWords } from './estate-words.ts'

interface EstateProps {
  readonly estate: EstateShape
}

/** The same facts as the drawing, for whoever reads or listens. */
export function ServiceTable({ estate: { services, waves } }: EstateProps) {
  const words = useWords(estateWords)
  const { language } = useLanguage()
  const waveOf = new Map(waves?.flatMap((wave, at) => wave.map((id) => [id, at + 1] as const)))
  const ordered = services.toSorted((a, b) => (waveOf.get(a.id) ?? 0) - (waveOf.get(b.id) ?? 0))
  return (
    <Table
      title={words.services}
      file="services"
      facts={[
        ['service', 'name', 'wave', 'tier', 'rto', 'dependsOn', 'runsOn', 'proofs'],
        ...ordered.map(({ id, name, tier, rto, dependsOn, runsOn, proofs }) => [
          id,
          name[language],
          waveOf.get(id) ?? null,
          tier,
          rto,
          dependsOn.map(({ service, kind }) => `${kind} ${service}`).join(', '),
          runsOn.join(' '),
          proofs.join(' '),
        ]),
      ]}
      head={[words.service, words.wave, words.tier, words.rto, words.needs, words.runsOn, words.proofs]}
      rows={ordered.map(({ id, name, tier, rto, dependsOn, runsOn, proofs }) => [
        <>
          {name[language]} <span className="quiet">{id}</span>
        </>,
        waveOf.get(id) ?? '–',
        tier ?? '–',
        rto ?? '–',
        dependsOn.length === 0
          ? '–'
          : dependsOn.map(({ service, kind }) => `${words.kinds[kind]} ${service}`).join(', '),
        runsOn.join(', '),
        proofs.length === 0 ? words.none : proofs.join(', '),
      ])}
      keys={ordered.map(({ id }) => id)}
    />
  )
}

export function DatasetTable({ estate: { datasets } }: EstateProps) {
  const words = useWords(estateWords)
  return (
    <Table
      title={words.datasets}
      file="datasets"
      facts={[
        ['dataset', 'service', 'system', 'tenantSlice', 'groups', 'copies'],
        ...datasets.map(({ id, of, on, tenantSlice, groups, copies }) => [
          id,
          of,
          on,
          tenantSlice,
          groups.join(' '),
          copies.join(' '),
        ]),
      ]}
      head={[words.dataset, words.of, words.on, words.slice, words.groups, words.copies]}
      rows={datasets.map(({ id, of, on, tenantSlice, groups, copies }) => [
        id,
        of,
        on,
        tenantSlice === null ? words.none : <code>{tenantSlice}</code>,
        groups.length === 0
          ? '–'
          : groups.map((group) => (
              <code key={group} className="line">
                {group}
              </code>
            )),
        copies.length === 0 ? words.none : copies.join(', '),
      ])}
      keys={datasets.map(({ id }) => id)}
    />
  )
}

export function SystemTable({ estate: { systems } }: EstateProps) {
  const words = useWords(estateWords)
  const { language } = useLanguage()
  return (
    <Table
      title={words.systems}
      file="systems"
      facts={[
        ['system', 'kind', 'isolatedBy', 'services', 'tenants'],
        ...systems.map(({ id, kind, isolatedBy, services, tenants }) => [
          id,
          kind,
          isolatedBy.join(' '),
          services.join(' '),
          tenants,
        ]),
      ]}
      head={[words.system, words.kind, words.isolatedBy, words.lost, words.tenants]}
      rows={systems.map(({ id, kind, isolatedBy, services, tenants }) => [
        id,
        kind,
        isolatedBy.length === 0 ? words.none : isolatedBy.join(', '),
        services.length === 0 ? '–' : services.join(', '),
        count(tenants, language),
      ])}
      keys={systems.map(({ id }) => id)}
    />
  )
}

interface TableProps {
  readonly title: string
  /** Name of the file that takes the list away, and what is in it. */
  readonly file: string
  readonly facts: readonly (readonly (string | number | null)[])[]
  readonly head: readonly string[]
  readonly rows: readonly (readonly ReactNode[])[]
  /** What names each row. */
  readonly keys: readonly string[]
}

function Table({ title, file, facts, head, rows, keys }: TableProps) {
  return (
    <div>
      <div className="list-head">
        <h2>
          {title} ({rows.length})
        </h2>
        <CsvButton name={`estate-${file}`} rows={() => facts} />
      </div>
      <div className="table-wrap" tabIndex={0} role="region" aria-label={title}>
        <table className="list">
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...rest], at) => (
              <tr key={keys[at]}>
                <th scope="row">{first}</th>
                {rest.map((cell, column) => (
                  <td key={head[column + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
