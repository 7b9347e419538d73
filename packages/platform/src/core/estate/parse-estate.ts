import { deepFreeze } from './deep-freeze.ts'
import { estateShape } from './estate-shape.ts'
import type { Estate, EstateProblem, Service } from './model.ts'
import { checkReferences } from './references.ts'
import { readDocument } from './read-document.ts'

/**
 * Reads an estate file (format in `connect.md` §9). Returns the frozen model, or every problem with
 * line, column, what is wrong and how to mend it. Never throws for bad input; aliases and includes are refused.
 */
export function parseEstate(
  text: string,
  file: string,
): { readonly estate: Estate } | { readonly problems: readonly EstateProblem[] } {
  const { raw, reading } = readDocument(text, file, estateShape, 'an estate file')
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
