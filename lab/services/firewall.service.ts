import { sshService } from '@/lab/ssh/ssh-node'

/** What `ufw status verbose` prints for the specified rules: 443 and 22, everything else denied. */
const STATUS = [
  'Status: active',
  'Logging: on (low)',
  'Default: deny (incoming), allow (outgoing), disabled (routed)',
  'New profiles: skip',
  '',
  'To                         Action      From',
  '--                         ------      ----',
  '443/tcp                    ALLOW IN    Anywhere                  ',
  '22/tcp                     ALLOW IN    Anywhere                  ',
  '443/tcp (v6)               ALLOW IN    Anywhere (v6)             ',
  '22/tcp (v6)                ALLOW IN    Anywhere (v6)             ',
  '',
  '',
].join('\n')

const SCRIPT = `#!/bin/sh
[ "$SSH_ORIGINAL_COMMAND" = 'ufw status verbose' ] && exec cat "$HOME/ufw-status"
echo "not allowed: $SSH_ORIGINAL_COMMAND" >&2
exit 126
`

/**
 * The host firewall as far as it can be asked: its rules, in ufw's own words, over SSH. They come from a file
 * and filter nothing, for the machine's own firewall is not the lab's to change.
 */
export const firewallService = sshService({
  node: 'firewall',
  address: '127.10.1.1',
  script: SCRIPT,
  files: { 'ufw-status': STATUS },
})
