package io.ottla.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.ottla.storage.LogSlice;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SliceRegionTest {
    private static final int SLICE_BYTES = 900_000;
    private static final int SMALL_BUFFER_BYTES = 16 * 1024;

    @TempDir
    Path folder;

    private LogSlices logs;

    @BeforeEach
    void openLog() {
        logs = new LogSlices(folder);
    }

    @AfterEach
    void closeLog() {
        logs.close();
    }

    @Test
    void isNotSentOnceTheLogIsCutAlsoWhenItHasOtherRecordsByThen() {
        SliceRegion region = new SliceRegion(logs.slice(SLICE_BYTES));
        assertThat(region.transferred()).isZero();

        logs.cut();
        logs.slice(SLICE_BYTES).release();

        assertThatThrownBy(region::transferred).isInstanceOf(IllegalStateException.class);
        region.release();
    }

    /** The sockets' buffers are small, so that most of the slice is still to be sent when the log is cut. */
    @ParameterizedTest
    @EnumSource
    void aConnectionThatStillSendsWhenTheLogIsCutEnds(Transport transport) throws Exception {
        Assumptions.assumeTrue(transport != Transport.EPOLL || Epoll.isAvailable(), "no epoll here");
        LogSlice slice = logs.slice(SLICE_BYTES);
        int length = slice.length();
        EventLoopGroup loops = transport.eventLoops(1);
        try {
            Channel server = new ServerBootstrap()
                    .group(loops)
                    .channel(transport.serverChannel())
                    .childOption(ChannelOption.SO_SNDBUF, SMALL_BUFFER_BYTES)
                    .childHandler(new Sender(slice))
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            try (SocketChannel client = SocketChannel.open()) {
                client.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER_BYTES);
                client.connect(server.localAddress());
                int begun = client.read(ByteBuffer.allocate(1_000));

                logs.cut();
                logs.slice(SLICE_BYTES).release();

                assertThat(begun + readToTheEnd(client)).isLessThan(length);
            }
        } finally {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static int readToTheEnd(SocketChannel client) {
        int bytes = 0;
        try {
            ByteBuffer buffer = ByteBuffer.allocate(SMALL_BUFFER_BYTES);
            for (int read = 0; read >= 0; read = client.read(buffer.clear())) {
                bytes += read;
            }
        } catch (IOException reset) {
            return bytes;
        }
        return bytes;
    }

    private static final class Sender extends ChannelInboundHandlerAdapter {
        private final LogSlice slice;

        Sender(LogSlice slice) {
            this.slice = slice;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            var unused = context.writeAndFlush(new SliceRegion(slice));
        }
    }
}
