/** One page for people, in two languages side by side; a renderer gives it its looks. */
export interface Leaflet {
  readonly title: string
  readonly subtitle: string
  /** Shown large when the case is an exercise. */
  readonly banner?: string
  readonly columns: readonly [LeafletColumn, LeafletColumn]
  readonly footer: readonly string[]
}

export interface LeafletColumn {
  readonly language: 'de' | 'en'
  readonly heading: string
  readonly sections: readonly LeafletSection[]
}

export interface LeafletSection {
  readonly heading: string
  readonly lines: readonly string[]
  /** To be typed as it stands. */
  readonly commands?: readonly string[]
}

/** Makes the page's file. Port: documents are made by an adapter. */
export type RenderLeaflet = (leaflet: Leaflet, options: { readonly at: Date }) => Promise<Uint8Array>
