<?php

declare(strict_types=1);

/** Every dependency of this host, checked one by one; a failing one never hides another. */
final class Health
{
    public static function report(): array
    {
        $checks = [
            'database' => self::check(self::database(...)),
            'cache' => self::check(self::cache(...)),
            'queue' => self::check(self::queue(...)),
            'storage' => self::check(self::storage(...)),
        ];
        $isHealthy = !in_array('failed', array_column($checks, 'status'), true);

        return [
            'status' => $isHealthy ? 'ok' : 'failed',
            'host' => Host::config('APP_HOST'),
            'region' => Host::config('APP_REGION'),
            'checks' => $checks,
        ];
    }

    private static function check(callable $measure): array
    {
        $begun = hrtime(true);
        try {
            $outcome = ['status' => 'ok', 'detail' => $measure()];
        } catch (Throwable $error) {
            $outcome = ['status' => 'failed', 'detail' => $error->getMessage()];
        }

        return $outcome + ['durationMs' => (int) ((hrtime(true) - $begun) / 1_000_000)];
    }

    /** A write that is read back: a server that only reads is no database for this application. */
    private static function database(): string
    {
        $token = bin2hex(random_bytes(8));
        $host = Host::config('APP_HOST');
        Database::execute('REPLACE INTO heartbeat (name, token, beat_at) VALUES (?, ?, NOW(3))', [$host, $token]);
        $read = Database::execute('SELECT token FROM heartbeat WHERE name = ?', [$host])->fetchColumn();
        if ($read !== $token) {
            throw new RuntimeException('the row that was written does not read back');
        }
        $cipher = Database::execute("SHOW SESSION STATUS LIKE 'Ssl_cipher'")->fetch(PDO::FETCH_NUM)[1];

        return 'written and read back over TLS ' . ($cipher === '' ? 'NOT IN USE' : $cipher);
    }

    private static function cache(): string
    {
        $key = 'laravel_database_health:' . Host::config('APP_HOST');
        $token = bin2hex(random_bytes(8));
        Cache::connection()->setEx($key, 60, $token);
        if (Cache::connection()->get($key) !== $token) {
            throw new RuntimeException('the value that was set does not read back');
        }

        return 'set and read back';
    }

    private static function queue(): string
    {
        $depth = Queue::depth('default') + Queue::depth('webhooks');
        if ($depth > 1_000) {
            throw new RuntimeException("$depth jobs wait");
        }

        return "$depth jobs wait";
    }

    private static function storage(): string
    {
        if (!Storage::isReachable()) {
            throw new RuntimeException('the bucket cannot be reached');
        }

        return 'the bucket lets us in';
    }
}
