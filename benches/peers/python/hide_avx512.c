// Hides AVX-512 from a program: CPUID traps, and the handler answers without it. For Linux on processors
// whose /proc/cpuinfo says cpuid_fault.
//
//     cc -O1 -shared -fPIC benches/peers/python/hide_avx512.c -o hide_avx512.so
//     LD_PRELOAD=./hide_avx512.so peers/bin/python benches/peers/python/peers.py
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ARCH_SET_CPUID 0x1012

static long answer_cpuid(int yes) { return syscall(SYS_arch_prctl, ARCH_SET_CPUID, yes); }

// Clears bits `first` to `last`.
static unsigned without(unsigned bits, int first, int last) {
    for (int bit = first; bit <= last; bit++) bits &= ~(1u << bit);
    return bits;
}

static void on_trap(int signal_number, siginfo_t *info, void *context) {
    (void)signal_number, (void)info;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    const unsigned char *code = (const unsigned char *)registers[REG_RIP];
    if (code[0] != 0x0f || code[1] != 0xa2) {
        // Not CPUID: let it happen again, and end the program.
        signal(SIGSEGV, SIG_DFL);
        return;
    }
    const unsigned leaf = registers[REG_RAX], part = registers[REG_RCX];
    unsigned a = leaf, b, c = part, d;
    answer_cpuid(1);
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    answer_cpuid(0);
    if (leaf == 7 && part == 0) {
        b = without(without(without(without(b, 16, 17), 21, 21), 26, 28), 30, 31);
        c = without(without(without(without(c, 1, 1), 6, 6), 11, 12), 14, 14);
        // AMX too.
        d = without(without(without(d, 2, 3), 8, 8), 22, 25);
    }
    if (leaf == 7 && part == 1) a = without(a, 4, 5);
    registers[REG_RAX] = a, registers[REG_RBX] = b, registers[REG_RCX] = c, registers[REG_RDX] = d;
    registers[REG_RIP] += 2;
}

__attribute__((constructor)) static void start(void) {
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSEGV, &action, NULL);
    if (answer_cpuid(0) != 0) perror("this processor does not trap CPUID");
}
