import type { Shape } from '../estate/index.ts'
import { planShape } from './plan-shape.ts'

type Schema = Readonly<Record<string, unknown>>

/** JSON Schema 2020-12 of a plan file: editors complete names and mark mistakes while somebody types. */
export function planSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Anlauf emergency plan',
    ...schemaOf(planShape),
  }
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'object': {
      const fields = Object.entries(shape.fields)
      const required = fields.flatMap(([name, field]) => (field.default === undefined ? [name] : []))
      return {
        type: 'object',
        properties: Object.fromEntries(
          fields.map(([name, { shape: of, default: value }]) => [
            name,
            { ...schemaOf(of), ...(value !== undefined && value !== null && { default: value }) },
          ]),
        ),
        ...(required.length > 0 && { required }),
        additionalProperties: false,
      }
    }
    case 'list':
      return { type: 'array', items: schemaOf(shape.of) }
    case 'record':
      return { type: 'object', additionalProperties: schemaOf(shape.of) }
    case 'choice':
      return { enum: shape.of }
    case 'number':
      return { type: 'number' }
    case 'flag':
      return { type: 'boolean' }
    case 'words':
      return {
        anyOf: [
          { type: 'string', minLength: 1 },
          {
            type: 'object',
            properties: { de: { type: 'string', minLength: 1 }, en: { type: 'string', minLength: 1 } },
            required: ['de', 'en'],
            additionalProperties: false,
          },
        ],
      }
    case 'text':
      return { type: 'string', minLength: 1 }
    case 'id':
      return { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }
    case 'slug':
      return { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }
    case 'span':
      return { type: 'string', pattern: '^[0-9]{1,6}[mhdw]$' }
    case 'size':
      return { type: 'string', pattern: '^[0-9]{1,6}(\\.[0-9]{1,3})?[MGT]B$' }
  }
}
