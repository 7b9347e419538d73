/**
 * What the corpora are made of. Chosen for files that are no source text and that change from version to version:
 * fonts, pictures, compiled code, tables. Source text comes from git histories in any quantity.
 */
export interface Series {
  readonly name: string
  /** At most so many versions, evenly spread over all published ones; each is one commit. */
  readonly versions: number
  /** Only paths that match; everything without it. */
  readonly keep?: RegExp
}

const fonts = /\.(?:woff2?|ttf|otf|eot)$/
const pictures = /\.(?:png|jpe?g|gif|webp|ico|avif|tiff?|bmp)$/
const native = /\.(?:node|so|dll|dylib|exe|wasm|a|lib)$/

const emoji = ['apple', 'google', 'twitter', 'facebook'].map((vendor) => ({
  name: `emoji-datasource-${vendor}`,
  versions: 12,
  keep: /img\/\w+\/64\/.*\.png$/,
}))

const families =
  'roboto open-sans noto-sans noto-serif montserrat source-sans-pro source-code-pro ubuntu ibm-plex-sans inter fira-sans raleway nunito work-sans jetbrains-mono exo-2'

const fontSource = families.split(' ').map((family) => ({
  name: `@fontsource/${family}`,
  versions: 14,
  keep: fonts,
}))

const iconFonts: Series[] = [
  '@fortawesome/fontawesome-free',
  '@mdi/font',
  '@tabler/icons-webfont',
  '@vscode/codicons',
  'bootstrap-icons',
  'lucide-static',
  'material-icons',
  'primeicons',
  'react-native-vector-icons',
  '@expo/vector-icons',
  'remixicon',
  '@phosphor-icons/web',
  '@coreui/icons',
  'katex',
  'inter-ui',
].map((name) => ({ name, versions: 40, keep: fonts }))

const prebuilt: Series[] = [
  'sodium-native',
  'leveldown',
  'classic-level',
  'bufferutil',
  'utf-8-validate',
  'argon2',
  'usb',
  'zeromq',
  '@serialport/bindings-cpp',
].map((name) => ({ name, versions: 40, keep: native }))

/** npm packages, each made into one git repository. */
export const npmSeries: readonly Series[] = [
  ...iconFonts,
  ...prebuilt,
  { name: '@ibm/plex', versions: 16, keep: fonts },
  { name: '@salesforce-ux/design-system', versions: 40, keep: /\.(?:png|gif|jpe?g|woff2?|ttf|zip)$/ },
  { name: 'emojione', versions: 20, keep: pictures },
  ...['@sqlite.org/sqlite-wasm', 'sql.js', 'leaflet'].map((name) => ({ name, versions: 40 })),
  ...fontSource,
  ...emoji,
]

/** Debian packages with documents, pictures, sound and data; each unpacked into a folder of its own. */
export const debianPackages: readonly string[] = [
  'texlive-science-doc',
  'gimp-help-en',
  'sonic-pi-samples',
  'mariadb-test-data',
  'clamav-testfiles',
  'forensics-samples-files',
]
