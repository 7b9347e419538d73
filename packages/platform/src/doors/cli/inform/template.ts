import { buildCommand } from '@stricli/core'

import { type ContentKind, contentKinds, kindWords } from '../../../core/messages/index.ts'
import { approversText, audienceOf, templateFile } from '../../../core/updates/index.ts'
import type { AnlaufContext } from '../context.ts'
import { printJson } from '../terminal/output.ts'

export const informTemplate = buildCommand<{ readonly json: boolean }, [ContentKind], AnlaufContext>({
  docs: {
    brief: 'Print a draft file of a kind, in German and English, with slots to fill',
    fullDescription: `Kinds: ${contentKinds.join(', ')}. Fill every {?…}; one that is left open is found. Slots {fact:NAME} are filled by the records, {claim:NAME} by the register, {to:NAME} for each recipient.`,
  },
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'Kind of text',
          placeholder: 'kind',
          parse: (value: string): ContentKind => {
            const found = contentKinds.find((kind) => kind === value)
            if (found !== undefined) return found
            throw new SyntaxError(`There is no kind "${value}". Kinds: ${contentKinds.join(', ')}.`)
          },
        },
      ],
    },
    flags: { json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
  },
  func({ json }, kind) {
    const text = templateFile(kind)
    const reader = { audience: audienceOf({ kind }), approvers: approversText({ kind }) }
    if (json) printJson(this, { kind, name: kindWords[kind], ...reader, text })
    else this.process.stdout.write(text)
  },
})
