/** One thing in a cluster that can run code, open doors or reach other machines. */
export interface InventoryLine {
  readonly kind: string
  /** Empty for what belongs to the whole cluster. */
  readonly database: string
  readonly name: string
  /** For people; cut where it is long. */
  readonly text: string
  /** SHA-256 over the whole definition, secrets included. */
  readonly digest: string
}

/** The state of such things at one moment. */
export interface Inventory {
  readonly version: 1
  /** Whether passwords and connection strings were compared. */
  readonly secrets: boolean
  readonly databases: readonly string[]
  readonly lines: readonly InventoryLine[]
}

/** Reads an inventory file; nothing when it is not one. */
export function parseInventory(text: string): Inventory | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { version, secrets, databases, lines } = value as Record<string, unknown>
  if (version !== 1 || typeof secrets !== 'boolean' || !isTexts(databases) || !Array.isArray(lines))
    return undefined
  return lines.every(isLine) ? { version, secrets, databases, lines } : undefined
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function isLine(value: unknown): value is InventoryLine {
  if (typeof value !== 'object' || value === null) return false
  const line = value as Record<string, unknown>
  return ['kind', 'database', 'name', 'text', 'digest'].every((field) => typeof line[field] === 'string')
}
