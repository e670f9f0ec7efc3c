import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server of the API while developing; in use the same program serves both.
const api = process.env.CLEARWAY_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The content security policy of the server allows nothing from data: addresses.
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        manualChunks: {
          react: ['react', 'react-dom', 'react-router'],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/v1': api, '/health': api } },
  test: { include: ['src/**/*.test.{ts,tsx}'] },
});
