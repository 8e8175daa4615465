import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { installPackages } from '@/lab/debian/install-packages'
import { libraryFolders } from '@/lab/debian/library-path'
import { dataFolder } from '@/lib/server/config/data-folder'

export interface TestBrowser {
  readonly executablePath: string
  /** Where an unpacked browser finds its libraries and fonts. */
  readonly env: Readonly<Record<string, string>>
}

const packages = ['chromium', 'fonts-dejavu-core', 'fontconfig-config']

/**
 * A Chromium for tests: the machine's own, one that Playwright has installed, or Debian's, unpacked into the data
 * folder. Throws, saying what to do, where none can be had.
 */
export async function ensureBrowser(log: (line: string) => void): Promise<TestBrowser> {
  const present = ['/usr/bin/chromium', chromium.executablePath()].find((file) => existsSync(file))
  if (present) return { executablePath: present, env: {} }
  const folder = join(dataFolder(), 'browser')
  await installPackages({ folder, packages, log })
  const root = join(folder, 'root')
  const executablePath = join(root, 'usr/lib/chromium/chromium')
  if (!existsSync(executablePath)) {
    throw new Error('No Chromium found. Install one with: npx playwright install --with-deps chromium')
  }
  const folders = libraryFolders().flatMap((name) => withPrivateFolders(join(root, name)))
  const env = { LD_LIBRARY_PATH: folders.join(':'), FONTCONFIG_PATH: join(root, 'etc/fonts') }
  return { executablePath, env }
}

/** Libraries that only their own package loads lie one folder deeper, found by a path that an unpacked one has not. */
function withPrivateFolders(folder: string): readonly string[] {
  return [folder, ...['nss', 'pulseaudio'].map((name) => join(folder, name))]
}
