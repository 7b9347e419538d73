import { resolve } from 'node:path'

import type { AnlaufContext, EngineOptions } from '../context.ts'
import { ruleFolders, rulesFlag } from '../scan/rules-flag.ts'

/** The engines that a command names beside the bundled rules. */
export interface EngineFlags {
  readonly rules?: readonly string[]
  readonly clamd?: string
  readonly clamdSignatures?: string
  readonly knownBad?: readonly string[]
  readonly knownGood?: readonly string[]
}

export const engineFlags = {
  rules: rulesFlag,
  clamd: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Ask this clamd too: path of its socket, or host:port',
    placeholder: 'place',
  },
  clamdSignatures: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Its folder of signatures, so that own ones belong to the rule-set digest',
    placeholder: 'folder',
  },
  knownBad: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'List of SHA-256 hashes of malware (repeatable)',
    placeholder: 'file',
  },
  knownGood: {
    kind: 'parsed',
    parse: String,
    optional: true,
    variadic: true,
    brief: 'List of SHA-256 hashes you answer for: clean where no engine can judge (repeatable)',
    placeholder: 'file',
  },
} as const

/** The bundled rules and everything the flags name. Run and release must name the same. */
export function engineOptions(context: AnlaufContext, flags: EngineFlags): EngineOptions {
  const { clamd, clamdSignatures, knownBad, knownGood } = flags
  return {
    rules: ruleFolders(context, flags.rules),
    ...(clamd === undefined
      ? {}
      : {
          clamd: {
            place: clamd,
            ...(clamdSignatures === undefined ? {} : { signatures: resolve(clamdSignatures) }),
          },
        }),
    hashLists: {
      ...(knownBad === undefined ? {} : { bad: knownBad }),
      ...(knownGood === undefined ? {} : { good: knownGood }),
    },
  }
}
