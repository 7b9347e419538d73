import type { EngineDescription, Verdict } from './scanner.ts'

/** Verdicts that are already known: content × engine × engine version × rule-set digest. */
export interface VerdictCache {
  /** Known verdicts by content key (SHA-256 of the content); only rows of exactly this engine and rule set. */
  find(keys: readonly string[], engine: EngineDescription): Promise<ReadonlyMap<string, Verdict>>
  /** Keeps verdicts. `unknown` ones are not kept: the next run tries again. */
  store(rows: readonly { readonly key: string; readonly verdict: Verdict }[]): Promise<void>
}

/** A cache that lasts as long as the process: for single runs without a database. */
export function memoryVerdictCache(): VerdictCache {
  const known = new Map<string, Verdict>()
  const suffixOf = ({ engine, version, ruleSetDigest }: EngineDescription): string =>
    `/${engine}/${version}/${ruleSetDigest}`
  return {
    async find(keys, engine) {
      const suffix = suffixOf(engine)
      return new Map(
        keys.flatMap((key) => {
          const verdict = known.get(`${key}${suffix}`)
          return verdict === undefined ? [] : [[key, verdict] as const]
        }),
      )
    },
    async store(rows) {
      for (const { key, verdict } of rows) {
        if (verdict.verdict !== 'unknown') known.set(`${key}${suffixOf(verdict)}`, verdict)
      }
    },
  }
}
