/** A long run of everything at once: clients, faults, retention and compaction, with an eye on memory and open files. */
package io.ottla.multinode.soak;
