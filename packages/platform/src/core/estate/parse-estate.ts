import { LineCounter, parseDocument } from 'yaml'

import { estateShape } from './estate-shape.ts'
import type { Estate, EstateProblem, Service } from './model.ts'
import { checkReferences } from './references.ts'
import { type Reading, readShape } from './shape.ts'

/** A provider with tens of thousands of tenants needs some megabytes. */
const maxLength = 16 * 1024 * 1024

/**
 * Reads an estate file (YAML 1.2; format in `connect.md` §9). Returns the frozen model, or every problem with
 * line, column, what is wrong and how to mend it. Never throws for bad input; aliases and includes are refused.
 */
export function parseEstate(
  text: string,
  file: string,
): { readonly estate: Estate } | { readonly problems: readonly EstateProblem[] } {
  const counter = new LineCounter()
  const reading: Reading = { file, counter, problems: [], places: new Map() }
  if (text.length > maxLength) {
    return {
      problems: [
        whole(file, 'the file is larger than 16 MiB', 'Split it; an estate file holds names, not data.'),
      ],
    }
  }
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    merge: false,
    version: '1.2',
  })
  for (const { pos, message } of document.errors) {
    const { line, col } = counter.linePos(pos[0])
    const [what = message] = message.split('\n')
    reading.problems.push({ ...whole(file, what, 'Mend the YAML at this place first.'), line, column: col })
  }
  if (reading.problems.length > 0) return { problems: reading.problems }
  const raw = readShape(reading, document.contents, estateShape, '')
  if (reading.problems.length > 0) return { problems: reading.problems }
  const estate = named(raw as Estate)
  checkReferences(reading, estate)
  return reading.problems.length > 0 ? { problems: reading.problems } : { estate: deepFreeze(estate) }
}

/** Services without a name of their own carry the name of the product that sells them, or their id. */
function named(estate: Estate): Estate {
  const nameOf = (service: Service): Service['name'] => {
    const product = estate.products.find(
      ({ offerings }) => service.offering !== undefined && offerings.includes(service.offering),
    )
    return product?.name ?? { de: service.id, en: service.id }
  }
  return {
    ...estate,
    services: estate.services.map((service) => ({
      ...service,
      name: (service.name as Service['name'] | undefined) ?? nameOf(service),
    })),
  }
}

function whole(file: string, message: string, hint: string): EstateProblem {
  return { file, line: 1, column: 1, path: '', message, hint, severity: 'error' }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
