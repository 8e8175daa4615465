import { layOutUfw } from '@/lab/firewall/ufw-folder'
import { debianToolsRoot, ensureDebianTools, runProgram, type ToolRun } from './debian-tools'

export type RunUfw = (...args: readonly string[]) => Promise<ToolRun>

/** Debian's ufw on rules of its own in a folder, with nothing behind it that could filter. */
export async function ensureOwnUfw(folder: string): Promise<RunUfw> {
  await ensureDebianTools()
  const ufw = await layOutUfw({ folder, root: debianToolsRoot(), iptables: 'takes-all' })
  const env = { ...process.env, ...ufw.env, LANG: 'C', LC_ALL: 'C', LANGUAGE: 'C' }
  return (...args) => runProgram(ufw.file, [...ufw.args, ...args], env)
}
