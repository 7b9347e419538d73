/** A gap that would hurt in the night it is needed. */
export interface LintFinding {
  readonly rule:
    | 'service-without-proof'
    | 'dataset-without-slice'
    | 'dataset-without-copies'
    | 'credential-without-consumer'
    | 'tenant-without-contact'
    | 'tenant-channel-depends'
    | 'system-without-isolation'
    | 'service-without-data'
    | 'dataset-few-copies'
    | 'dataset-all-deletable'
    | 'media-never-tested'
  readonly object: string
  readonly message: string
  readonly hint: string
}
