import { join } from 'node:path'

const MULTIARCH: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
}

/** Folder names of this machine's shared libraries, the architecture's own first. */
export function libraryFolders(architecture: string = process.arch): readonly string[] {
  const triplet = MULTIARCH[architecture]
  const own = triplet ? [`usr/lib/${triplet}`, `lib/${triplet}`] : []
  return [...own, 'usr/lib', 'lib']
}

export function libraryPath(root: string): string {
  return libraryFolders()
    .map((folder) => join(root, folder))
    .join(':')
}
