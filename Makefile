# Every target is one line of Maven or a script; CONTRIBUTING.md says when to use which.
.PHONY: help build test simulate multi-node soak scale bench format run dist

help:            ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

build:           ## the runnable jar and its class archive, without tests
	mvn -B -q -DskipTests package && OTTLA_ARCHIVE=now ./ottla --version

test:            ## everything: unit, property, simulation and client tests
	mvn -B verify

simulate:        ## the simulations alone, with SEEDS=n seeds each
	mvn -B verify -pl actors -am -Dtest='*Simulation' -Dsurefire.failIfNoSpecifiedTests=false $(if $(SEEDS),-Dottla.seeds=$(SEEDS))

multi-node:      ## real clients and real faults against processes of the built jar, IT=Name for some of them, ROUNDS=n for long ones
	mvn -B verify -pl multi-node-tests -am -Dtest='NoUnitTests' -Dsurefire.failIfNoSpecifiedTests=false $(if $(IT),-Dit.test='$(IT)') $(if $(ROUNDS),-Dottla.crash.rounds=$(ROUNDS))

soak:            ## MINUTES=n of faults, compaction and retention under load: histories are checked, memory and open files must stay flat
	mvn -B verify -pl multi-node-tests -am -Dtest='NoUnitTests' -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SoakIT -Dottla.soak.minutes=$(or $(MINUTES),5)

scale:           ## ten thousand partitions and five thousand connections on one node; figures go to SCALE_HOME
	benchmarks/scale.sh

bench:           ## a node under the benchmark kit; figures go to BENCH_HOME
	benchmarks/kit/bench.sh --driver benchmarks/driver.sh --nodes 1 --label ottla

format:          ## bring all sources into the one format
	mvn -B -q spotless:apply

run:             ## a node for development; Ctrl-C ends it
	./ottla dev

dist: build      ## a folder that runs anywhere with a JDK, as target/ottla.tar.gz
	server/src/main/scripts/dist.sh
