// iceoryx in row `map`: publish and subscribe. What is published is the bytes of Rootlet's own stream, written straight into the
// chunk that is sent, and read from where it lies.
#include "Contestant.h"

#include "TBuffer.h"

#include <iceoryx_hoofs/log/logmanager.hpp>
#include <iceoryx_posh/popo/untyped_publisher.hpp>
#include <iceoryx_posh/popo/untyped_subscriber.hpp>
#include <iceoryx_posh/runtime/posh_runtime.hpp>

#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace exchange {
namespace {

/// One for each process, until it ends.
void RequireRuntime()
{
   static const bool begun = [] {
      iox::log::LogManager::GetLogManager().SetDefaultLogLevel(iox::log::LogLevel::kError);
      const std::string name = "rootlet-bench-" + std::to_string(::getpid());
      iox::runtime::PoshRuntime::initRuntime(iox::RuntimeName_t(iox::cxx::TruncateToCapacity, name));
      return true;
   }();
   static_cast<void>(begun);
}

iox::capro::ServiceDescription Service(What what)
{
   RequireRuntime();
   const auto id = [](const std::string &text) { return iox::capro::IdString_t(iox::cxx::TruncateToCapacity, text); };
   return {id("rootlet-bench"), id(NameOf(what)), id("object")};
}

/// RouDi connects the two every now and then.
template <class F>
void WaitUntil(F connected)
{
   for (int i = 0; !connected(); ++i) {
      if (i == 1'000)
         throw std::runtime_error("iceoryx has not connected publisher and subscriber within 10 s");
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
   }
}

template <class T>
class IceoryxProducer final : public Producer {
public:
   explicit IceoryxProducer(What what) : fPublisher(Service(what), {})
   {
      TBuffer buffer(TBuffer::kWrite);
      Write(buffer);
      fSize = static_cast<std::uint32_t>(buffer.Length()); // of every version
   }

   void Update(std::int64_t mark) override
   {
      SetMark(*fObject, mark);
      fPublisher.loan(fSize)
         .and_then([this](void *chunk) {
            fBuffer.SetBuffer(chunk, fSize, kFALSE);
            Write(fBuffer);
            fPublisher.publish(chunk);
         })
         .or_else([](auto &) { throw std::runtime_error("iceoryx has no chunk left"); });
   }

private:
   void Write(TBuffer &buffer)
   {
      buffer.MapObject(fObject.get());
      fObject->Streamer(buffer);
   }

   std::unique_ptr<T> fObject = Make<T>();
   TBuffer fBuffer{TBuffer::kWrite};
   std::uint32_t fSize = 0;
   iox::popo::UntypedPublisher fPublisher;
};

template <class T>
class IceoryxConsumer final : public Consumer {
public:
   explicit IceoryxConsumer(What what) : fSubscriber(Service(what), NewestOnly())
   {
      WaitUntil([this] { return fSubscriber.getSubscriptionState() == iox::SubscribeState::SUBSCRIBED; });
   }

   std::int64_t Get() override
   {
      std::int64_t mark = -1;
      fSubscriber.take().and_then([this, &mark](const void *chunk) {
         fBuffer.SetBuffer(const_cast<void *>(chunk),
                           iox::mepoo::ChunkHeader::fromUserPayload(chunk)->userPayloadSize(), kFALSE);
         fBuffer.MapObject(fObject.get());
         fObject->Streamer(fBuffer);
         mark = Mark(*fObject);
         fSubscriber.release(chunk);
      });
      return mark;
   }

private:
   static iox::popo::SubscriberOptions NewestOnly()
   {
      iox::popo::SubscriberOptions options;
      options.queueCapacity = 1;
      return options;
   }

   std::unique_ptr<T> fObject = MakeEmpty<T>();
   TBuffer fBuffer{TBuffer::kRead};
   iox::popo::UntypedSubscriber fSubscriber;
};

std::unique_ptr<Producer> MakeProducer(What what)
{
   return With(what,
               [what]<class T>() -> std::unique_ptr<Producer> { return std::make_unique<IceoryxProducer<T>>(what); });
}

std::unique_ptr<Consumer> MakeConsumer(What what)
{
   return With(what,
               [what]<class T>() -> std::unique_ptr<Consumer> { return std::make_unique<IceoryxConsumer<T>>(what); });
}

} // namespace

const Contestant kIceoryx = {"iceoryx", MakeProducer, MakeConsumer};

} // namespace exchange
